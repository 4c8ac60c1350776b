import { Project } from "../../../index";

/** The limit of pods was copied along with the other settings of the old project, whose indexes were pod-based. */
export const program = async (): Promise<void> => {
  new Project("search", { name: "search", forceEncryptionWithCmek: true, maxPods: 2 }, { protect: true });
};
