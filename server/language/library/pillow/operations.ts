import type { Picture } from '../../host.js';
import { pillowResized } from '../keras/preprocessing/pillow-resize.js';
import { unweighed, weighed } from './modes.js';

/** Left, top, right, bottom in pixels; right and bottom are the first ones outside. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** `Image.crop`: what lies outside of the picture is 0. */
export function cropped(picture: Picture, [left, top, right, bottom]: Box): Picture {
  const { channels } = picture;
  const [width, height] = [right - left, bottom - top];
  const made: Picture = { height, width, channels, data: new Uint8Array(width * height * channels) };
  paste(made, picture, -left, -top);
  return made;
}

/** Puts one picture into another of as many channels, as far as it lies inside. */
export function paste(into: Picture, from: Picture, left: number, top: number): void {
  const { channels } = into;
  const first = Math.max(0, -left);
  const count = Math.min(from.width, into.width - left) - first;
  if (count <= 0) return;
  for (let y = Math.max(0, -top); y < Math.min(from.height, into.height - top); y += 1) {
    const start = (y * from.width + first) * channels;
    const row = from.data.subarray(start, start + count * channels);
    into.data.set(row, ((y + top) * into.width + left + first) * channels);
  }
}

/** Fills a box with one colour, as far as it lies inside. */
export function fill({ width, height, channels, data }: Picture, box: Box, colour: readonly number[]): void {
  const [left, top, right, bottom] = box;
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y += 1)
    for (let x = Math.max(0, left); x < Math.min(width, right); x += 1) data.set(colour, (y * width + x) * channels);
}

/** Where an element of the turned picture comes from, by `Image.Transpose`'s numbers. `w`, `h`: the last places before. */
const sources: readonly ((x: number, y: number, w: number, h: number) => readonly [x: number, y: number])[] = [
  (x, y, w) => [w - x, y],
  (x, y, _w, h) => [x, h - y],
  (x, y, w) => [w - y, x],
  (x, y, w, h) => [w - x, h - y],
  (x, y, _w, h) => [y, h - x],
  (x, y) => [y, x],
  (x, y, w, h) => [w - y, h - x],
];

/** How many ways `Image.transpose` knows. */
export const turns = sources.length;

/** `Image.transpose(method)`. */
export function turned(picture: Picture, method: number): Picture {
  const { width: before, height: rows, channels } = picture;
  const isTurned = method === 2 || method > 3;
  const [width, height] = isTurned ? [rows, before] : [before, rows];
  const source = sources[method] as (typeof sources)[number];
  const data = new Uint8Array(picture.data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [fromX, fromY] = source(x, y, before - 1, rows - 1);
      const from = (fromY * before + fromX) * channels;
      data.set(picture.data.subarray(from, from + channels), (y * width + x) * channels);
    }
  return { width, height, channels, data };
}

/** `Image.resize`, by a name of `pillowFilters`. */
export function resized(picture: Picture, size: readonly [height: number, width: number], filter: string, box: Box) {
  const [left, top, right, bottom] = box;
  const isWhole = left === 0 && top === 0 && right === picture.width && bottom === picture.height;
  if (isWhole && size[0] === picture.height && size[1] === picture.width)
    return { ...picture, data: picture.data.slice() };
  if (picture.channels % 2 === 1 || filter === 'nearest') return pillowResized(picture, size, filter, box);
  return unweighed(pillowResized(weighed(picture), size, filter, box));
}
