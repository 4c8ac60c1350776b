import { Project } from "../../../index";

/** The project that holds customers' documents was made before CMEK was, and nobody turned it on. */
export const program = async (): Promise<void> => {
  new Project("documents", { name: "documents" }, { protect: true });
};
