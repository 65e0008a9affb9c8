import type { Picture } from '../../host.js';

/** Pillow's names of the modes that are computed, by how many channels a pixel has. */
const modes = ['', 'L', 'LA', 'RGB', 'RGBA'];

/** undefined for other numbers of channels. */
export const modeOf = (channels: number): string | undefined => modes[channels] || undefined;

/** How many channels a mode has; undefined for one that is not computed. */
export function channelsOfMode(mode: string): number | undefined {
  const channels = mode === '' ? -1 : modes.indexOf(mode);
  return channels > 0 ? channels : undefined;
}

/** `Image.convert` between the modes that are computed, to the last bit; grey by the weights of ITU-R 601. */
export function converted(picture: Picture, channels: number): Picture {
  const { width, height, channels: own, data: before } = picture;
  if (own === channels) return picture;
  const data = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [from, into] = [pixel * own, pixel * channels];
    const r = before[from] as number;
    const g = own < 3 ? r : (before[from + 1] as number);
    const b = own < 3 ? r : (before[from + 2] as number);
    if (channels < 3) data[into] = own < 3 ? r : (19_595 * r + 38_470 * g + 7471 * b + 32_768) >> 16;
    else {
      data[into] = r;
      data[into + 1] = g;
      data[into + 2] = b;
    }
    if (channels % 2 === 0) data[into + channels - 1] = own % 2 === 0 ? (before[from + own - 1] as number) : 255;
  }
  return { width, height, channels, data };
}

/** `a * b / 255` of whole numbers, rounded as Pillow does it. */
function product(a: number, b: number): number {
  const sum = a * b + 128;
  return ((sum >> 8) + sum) >> 8;
}

/** Its colours weighed by their alpha, which is what Pillow mixes. */
export function weighed(picture: Picture): Picture {
  return recoloured(picture, product);
}

/** The colours of one whose colours were weighed by their alpha. */
export function unweighed(picture: Picture): Picture {
  return recoloured(picture, (colour, alpha) =>
    alpha === 0 || alpha === 255 ? colour : Math.min(255, Math.trunc((255 * colour) / alpha)),
  );
}

function recoloured(picture: Picture, change: (colour: number, alpha: number) => number): Picture {
  const { channels } = picture;
  const data = picture.data.slice();
  for (let pixel = 0; pixel < data.length; pixel += channels) {
    const alpha = data[pixel + channels - 1] as number;
    for (let at = pixel; at < pixel + channels - 1; at += 1) data[at] = change(data[at] as number, alpha);
  }
  return { ...picture, data };
}
