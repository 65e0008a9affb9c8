import type { InlayHint } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Hint, hints } from '../ide/hints.js';
import { toOffsets } from './convert.js';
import type { Feature } from './feature.js';

export const inlayHints: Feature = {
  capabilities: { inlayHintProvider: true },
  register({ connection, documents, settings }) {
    connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      if (!found) return [];
      return hints(found.analysis, settings.hints, toOffsets(found.text, range)).map((hint) =>
        toInlayHint(found.text, hint),
      );
    });
    const refresh = () => void connection.languages.inlayHint.refresh().catch(() => {});
    settings.onChange(refresh);
    documents.onImportsChanged(refresh);
  },
};

function toInlayHint(text: TextDocument, { offset, parts }: Hint): InlayHint {
  const position = text.positionAt(offset);
  if (parts.every(({ tooltip }) => tooltip === undefined))
    return { position, label: parts.map((part) => part.text).join(' · '), paddingLeft: true };
  const label = parts.map((part, i) => ({
    value: i ? ` · ${part.text}` : part.text,
    ...(part.tooltip === undefined ? {} : { tooltip: part.tooltip }),
  }));
  return { position, label, paddingLeft: true };
}
