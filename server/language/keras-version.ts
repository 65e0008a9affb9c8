/** The versions of Keras whose names, tables and arguments differ. */
export type KerasVersion = 2 | 3;
