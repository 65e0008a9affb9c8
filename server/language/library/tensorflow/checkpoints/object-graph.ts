import { decodeEscaped, encodeUtf8 } from '../../python/text-encoding.js';
import { bytesField, fieldsOf, joined, wholeField } from '../records/wire.js';

/** The objects of a checkpoint and how they hold each other: what finds a variable's value is the way to it by attributes. */
export interface GraphNode {
  readonly children: readonly (readonly [name: string, node: number])[];
  /** Of a variable: what its tensor is called in the checkpoint. */
  readonly key?: string | undefined;
  /** Of a variable: its own name. */
  readonly fullName?: string | undefined;
}

/** What the tensor with the graph is called. */
export const graphKey = '_CHECKPOINTABLE_OBJECT_GRAPH';
const value = 'VARIABLE_VALUE';

const textField = (number: number, content: string) => bytesField(number, encodeUtf8(content));

/** TensorFlow's `TrackableObjectGraph`. */
export function graphBytes(nodes: readonly GraphNode[]): Uint8Array {
  return joined(
    nodes.map(({ children, key, fullName }) => {
      const edges = children.map(([name, node]) =>
        bytesField(1, joined([...(node === 0 ? [] : [wholeField(1, BigInt(node))]), textField(2, name)])),
      );
      const attribute =
        key === undefined
          ? []
          : [bytesField(2, joined([textField(1, value), textField(2, fullName ?? ''), textField(3, key)]))];
      const hasValues = children.length > 0 || key !== undefined;
      return bytesField(
        1,
        joined([...edges, ...attribute, bytesField(5, hasValues ? wholeField(1, 1n) : new Uint8Array())]),
      );
    }),
  );
}

/** Throws WireError. */
export function graphOf(bytes: Uint8Array): readonly GraphNode[] {
  const text = (content: Uint8Array | undefined) => decodeEscaped(content ?? new Uint8Array());
  return fieldsOf(bytes).flatMap((node): GraphNode[] => {
    if (node.number !== 1 || !node.bytes) return [];
    const children: [string, number][] = [];
    let key: string | undefined;
    let fullName: string | undefined;
    for (const { number, bytes: content } of fieldsOf(node.bytes)) {
      if (!content || number > 2) continue;
      const parts = fieldsOf(content);
      const part = (at: number) => parts.find((each) => each.number === at);
      if (number === 1) children.push([text(part(2)?.bytes), Number(part(1)?.whole ?? 0n)]);
      else if (text(part(1)?.bytes) === value) [fullName, key] = [text(part(2)?.bytes), text(part(3)?.bytes)];
    }
    return [{ children, key, fullName }];
  });
}

/** The key of a variable's value by the way to it. */
export function keyOf(path: readonly string[]): string {
  return `${path.map((name) => name.replaceAll('.', '..').replaceAll('/', '.S')).join('/')}/.ATTRIBUTES/${value}`;
}
