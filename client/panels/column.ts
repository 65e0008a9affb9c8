/** A column of editors, counted from 1. */
export interface Column {
  readonly number: number;
  readonly isActive: boolean;
  /** It has a page of this extension. */
  readonly hasPage: boolean;
  /** What is seen in it is one. */
  readonly showsPage: boolean;
}

/**
 * Where a new page opens: with the pages that there are, but not over what the user writes; undefined: beside it. Opened
 * beside the second column, each page would make another one.
 */
export function columnOfPages(columns: readonly Column[]): number | undefined {
  const isFree = ({ isActive, showsPage }: Column) => !isActive || showsPage;
  const free = columns.filter(isFree);
  return (free.find(({ showsPage }) => showsPage) ?? free.find(({ hasPage }) => hasPage))?.number;
}
