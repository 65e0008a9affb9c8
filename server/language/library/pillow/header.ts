/** What a picture's first bytes say of it. `mode` undefined: one that a decoder knows, as it has the channels. */
export interface Header {
  readonly format: 'PNG' | 'JPEG' | 'BMP' | 'GIF';
  readonly mode: string | undefined;
}

/** undefined for bytes of none of these formats. */
export function headerOf(bytes: Uint8Array): Header | undefined {
  const starts = (...first: readonly number[]) => first.every((byte, at) => bytes[at] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) return { format: 'PNG', mode: pngMode(bytes[24] ?? 8, bytes[25] ?? 2) };
  if (starts(0xff, 0xd8, 0xff)) return { format: 'JPEG', mode: undefined };
  if (starts(0x42, 0x4d)) return { format: 'BMP', mode: undefined };
  return starts(0x47, 0x49, 0x46, 0x38) ? { format: 'GIF', mode: undefined } : undefined;
}

/** By the bits of a sample and PNG's number for the colours. */
function pngMode(bits: number, colours: number): string | undefined {
  if (colours === 3) return 'P';
  if (colours === 4 && bits === 16) return 'RGBA';
  if (colours === 0) return bits === 1 ? '1' : bits === 16 ? 'I;16' : 'L';
  return { 2: 'RGB', 4: 'LA', 6: 'RGBA' }[colours];
}
