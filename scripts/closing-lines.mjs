// A reporter for node's test runner: failures in full and the closing counts, nothing else.
export default async function* closingLines(source) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of source) {
    if (type === 'test:pass' && data.details?.type !== 'suite') passed += 1;
    if (type === 'test:fail' && data.details?.type !== 'suite') {
      failed += 1;
      yield `\n✖ ${data.name} (${data.file ?? ''}:${data.line ?? ''})\n${data.details?.error?.cause?.stack ?? data.details?.error?.message ?? ''}\n`;
    }
  }
  yield `\n${passed} passed, ${failed} failed\n`;
}
