import { HostError, type Picture } from '../../host.js';
import type { Context } from '../../values/context.js';
import type { Value } from '../../values/value.js';
import { pathText } from '../python/modules/path-text.js';
import { pngOf } from './png.js';

/** What Pillow writes, by the ends of files' names. */
const formats: Readonly<Record<string, string>> = {
  ...{
    png: 'PNG',
    apng: 'PNG',
    jpg: 'JPEG',
    jpeg: 'JPEG',
    jpe: 'JPEG',
    jfif: 'JPEG',
    gif: 'GIF',
    bmp: 'BMP',
    dib: 'DIB',
  },
  ...{
    tif: 'TIFF',
    tiff: 'TIFF',
    webp: 'WEBP',
    ppm: 'PPM',
    pgm: 'PPM',
    pdf: 'PDF',
    ico: 'ICO',
    eps: 'EPS',
    tga: 'TGA',
  },
};

/** The format that a file is written in; undefined on shapes. Raises for a name that says none. */
export function fileFormat(file: Value, named: string | undefined, context: Context): string | undefined {
  if (context.host.mode === 'shapes') return undefined;
  if (named !== undefined) return named.toUpperCase();
  const path = pathText(file, context) ?? '';
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot) : '';
  return (
    formats[ending.slice(1).toLowerCase()] ??
    context.raise('ValueError', `unknown file extension: ${ending.toLowerCase()}`)
  );
}

/** Writes a picture into a file of the format; a run that is resumed does not write it again. */
export function savePicture(
  file: Value,
  format: string | undefined,
  pixels: Picture,
  name: string,
  context: Context,
): void {
  if (pixels.width * pixels.height === 0) context.raise('ValueError', 'cannot write empty image');
  const path = pathText(file, context);
  if (path === undefined) {
    context.unknown('only a file with a name is written', name);
    return;
  }
  if (format !== 'PNG')
    context.unknown(
      `pictures are written as PNG alone, not as ${format}: give the file a name that ends in .png`,
      name,
    );
  const { host } = context;
  const write = () => {
    const bytes = pngOf(pixels, host);
    if (bytes) host.writeFile(path, bytes);
  };
  try {
    if (host.lasting) host.lasting(write);
    else write();
  } catch (error) {
    if (error instanceof HostError) context.raise(error.type, error.message);
    throw error;
  }
}
