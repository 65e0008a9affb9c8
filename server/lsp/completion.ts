import { type CompletionItem, type CompletionList, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import { type Completion, completions } from '../ide/completion.js';
import { completionKinds } from './convert.js';
import type { Analysed } from './documents.js';
import type { Feature } from './feature.js';

/** What an item carries from the list to the request for its documentation. */
interface Origin {
  readonly list: number;
  readonly index: number;
}

export const completion: Feature = {
  capabilities: {
    completionProvider: { triggerCharacters: ['.', '(', ',', '"', "'", '='], resolveProvider: true },
  },
  register({ connection, documents }) {
    // Only the newest list is on a screen.
    let shown: readonly Completion[] = [];
    let list = 0;
    connection.onCompletion(async ({ textDocument, position }, token): Promise<CompletionList> => {
      const found = await documents.settled(textDocument.uri, token);
      shown = found ? completions(found.analysis, found.placement.offsetAt(position)) : [];
      list += 1;
      const items = found ? shown.map((each, index) => toItem(found, each, { list, index })) : [];
      return { isIncomplete: false, items };
    });
    connection.onCompletionResolve((item): CompletionItem => {
      const { data }: { data?: Origin } = item;
      const documentation = data?.list === list ? shown[data.index]?.documentation?.() : undefined;
      return documentation === undefined
        ? item
        : { ...item, documentation: { kind: MarkupKind.Markdown, value: documentation } };
    });
  },
};

function toItem({ placement }: Analysed, completion: Completion, data: Origin): CompletionItem {
  const { label, kind, detail, range } = completion;
  return {
    label,
    kind: completionKinds[kind],
    ...(detail ? { detail } : {}),
    // Quotes that are yet to be written are not what one types to choose.
    filterText: label.replaceAll('"', ''),
    sortText: String(data.index).padStart(4, '0'),
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { range: placement.rangeOf(range), newText: label },
    data,
  };
}
