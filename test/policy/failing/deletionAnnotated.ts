import { Project } from "../../../index";

const makeSearch = () => new Project("search", { name: "search", forceEncryptionWithCmek: true });

/** A clean-up took out the project of last year's catalogue, which the reports still read. */
export const program = async (): Promise<void> => {
  makeSearch();
};

/** As it was deployed. */
export const before = async (): Promise<void> => {
  makeSearch();
  new Project("catalogue", { name: "catalogue", forceEncryptionWithCmek: true });
};
