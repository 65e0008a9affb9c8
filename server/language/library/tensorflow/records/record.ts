/** Castagnoli's polynomial, bits reversed. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** TFRecord's: CRC-32C turned and shifted, so that one of data that holds checksums is not of a kind with them. */
export function checksum(content: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < content.length; at += 1)
    crc = (crc >>> 8) ^ (table[(crc ^ (content[at] as number)) & 0xff] as number);
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** How many bytes stand around a record's content: before it its length with a checksum, behind it its own. */
export const head = 12;
export const tail = 4;

/** A record as it stands in a TFRecord file. */
export function record(content: Uint8Array): Uint8Array {
  const all = new Uint8Array(head + content.length + tail);
  const view = new DataView(all.buffer);
  view.setUint32(0, content.length, true);
  view.setUint32(4, Math.floor(content.length / 2 ** 32), true);
  view.setUint32(8, checksum(all.subarray(0, 8)), true);
  all.set(content, head);
  view.setUint32(head + content.length, checksum(content), true);
  return all;
}
