export { notebookProgram } from '../language/syntax/notebook.js';
