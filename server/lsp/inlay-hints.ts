import type { InlayHint } from 'vscode-languageserver';
import { type Hint, hints } from '../ide/hints.js';
import type { Feature } from './feature.js';
import type { Placement } from './placement.js';

export const inlayHints: Feature = {
  capabilities: { inlayHintProvider: true },
  register({ connection, documents, settings, client }) {
    connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      if (!found) return [];
      const { placement } = found;
      return hints(found.analysis, settings.hints, placement.offsetsOf(range)).map((hint) =>
        toInlayHint(placement, hint),
      );
    });
    if (!client.workspace?.inlayHint?.refreshSupport) return;
    const refresh = () => void connection.languages.inlayHint.refresh().catch(() => {});
    settings.onChange(refresh);
    documents.onImportsChanged(refresh);
  },
};

function toInlayHint(placement: Placement, { offset, parts }: Hint): InlayHint {
  const position = placement.positionAt(offset);
  if (parts.every(({ tooltip }) => tooltip === undefined))
    return { position, label: parts.map((part) => part.text).join(' · '), paddingLeft: true };
  const label = parts.map((part, i) => ({
    value: i ? ` · ${part.text}` : part.text,
    ...(part.tooltip === undefined ? {} : { tooltip: part.tooltip }),
  }));
  return { position, label, paddingLeft: true };
}
