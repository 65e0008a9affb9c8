import { MarkupKind, type SignatureInformation } from 'vscode-languageserver';
import { signatureHelp as helpAt, type SignatureHelp } from '../ide/signature-help.js';
import type { Feature } from './feature.js';

export const signatureHelp: Feature = {
  capabilities: { signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')', '='] } },
  register({ connection, documents }) {
    connection.onSignatureHelp(async ({ textDocument, position }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      const help = found && helpAt(found.analysis, found.placement.offsetAt(position));
      if (!help) return null;
      // A number beyond the last marks none of them; left out it would mean the first.
      const activeParameter = help.active ?? help.parameters.length;
      return { signatures: [toSignature(help)], activeSignature: 0, activeParameter };
    });
  },
};

function toSignature({ label, documentation, parameters }: SignatureHelp): SignatureInformation {
  return {
    label,
    ...(documentation ? { documentation: { kind: MarkupKind.Markdown, value: documentation } } : {}),
    parameters: parameters.map(({ start, end, documentation: words }) => ({
      label: [start, end],
      ...(words === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: words } }),
    })),
  };
}
