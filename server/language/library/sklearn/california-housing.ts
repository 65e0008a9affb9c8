import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { list, none, str, tuple, type Value } from '../../values/value.js';
import { fetchFile } from '../keras/get-file.js';
import { array } from '../numpy/view.js';
import { decode } from '../python/text-encoding.js';
import { bunch } from './bunch.js';

/** The archive that scikit-learn 1.9 downloads, with its SHA-256. */
const url = 'https://ndownloader.figshare.com/files/5976036';
const hash = 'aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681';
const member = 'CaliforniaHousing/cal_housing.data';

/** In the archive longitude, latitude, age, rooms, bedrooms, population, households, income, value. */
const columns = 9;
const features = ['MedInc', 'HouseAge', 'AveRooms', 'AveBedrms', 'Population', 'AveOccup', 'Latitude', 'Longitude'];

/** `fetch_california_housing()` in a run: from the archive in scikit-learn's folder, which is downloaded where it is not there. */
export function californiaHousing(args: Arguments, context: Context): Value {
  const name = 'sklearn.datasets.fetch_california_housing';
  const { host } = context;
  if (context.truth(args.get('as_frame')))
    return context.unknown('data sets as tables (as_frame=True) are not supported yet', name);
  const home = host.environment('HOME') ?? host.environment('USERPROFILE');
  const asked = args.get('data_home');
  const folder =
    (asked.kind === 'none' ? undefined : context.str(asked)?.replace(/^~(?=\/|$)/, home ?? '~')) ??
    host.environment('SCIKIT_LEARN_DATA') ??
    (home ? `${home}/scikit_learn_data` : undefined);
  if (folder === undefined) return context.unknown('no environment variable says where the home folder is', name);
  const file = `${folder}/cal_housing.tgz`;
  const isMissing = host.fileKind(file) !== 'file';
  const mayDownload = args.keywords.get('download_if_missing');
  if (isMissing && mayDownload && context.truth(mayDownload) === false)
    return context.raise('OSError', 'Data not found and `download_if_missing` is False');
  if (isMissing) fetchFile({ url, file, hash }, name, context);
  const packed = host.readFile(file);
  const text = packed && memberOf(host.gunzip(packed) ?? new Uint8Array(), context);
  if (text === undefined) return context.unknown(`${file} has not ${member} in it`, name);
  const cells = Float64Array.from(text.trim().split(/[,\n]/), Number);
  const rows = cells.length / columns;
  if (!Number.isInteger(rows) || cells.some(Number.isNaN))
    return context.unknown(`${member} in ${file} is not the table that it should be`, name);
  const x = new Float64Array(rows * features.length);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i += 1) {
    const cell = (column: number) => Number(cells[i * columns + column]);
    const [longitude, latitude, age, rooms, bedrooms] = [cell(0), cell(1), cell(2), cell(3), cell(4)];
    const [population, households, income, value] = [cell(5), cell(6), cell(7), cell(8)];
    x.set(
      [
        income,
        age,
        rooms / households,
        bedrooms / households,
        population,
        population / households,
        latitude,
        longitude,
      ],
      i * features.length,
    );
    y[i] = value / 100000;
  }
  const [data, target] = [array('float64', [rows, features.length], x), array('float64', [rows], y)];
  if (context.truth(args.get('return_X_y'))) return tuple([data, target]);
  const said = host.dataSet?.('california_housing');
  return bunch(
    new Map<string, Value>([
      ['data', data],
      ['target', target],
      ['frame', none],
      ['target_names', list([str('MedHouseVal')])],
      ['feature_names', list(features.map(str))],
      ['DESCR', str(said ? (JSON.parse(said) as { DESCR: string }).DESCR : '')],
    ]),
  );
}

/** A member of a tar, as text. */
function memberOf(tar: Uint8Array, context: Context): string | undefined {
  const text = (bytes: Uint8Array) => decode(bytes, str('latin-1'), str('strict'), context);
  const field = (at: number, length: number) =>
    text(tar.subarray(at, at + length))
      .replace(/\0.*$/s, '')
      .trim();
  for (let at = 0; at + 512 <= tar.length; ) {
    const size = Number.parseInt(field(at + 124, 12) || '0', 8);
    if (!Number.isSafeInteger(size)) return undefined;
    if (field(at, 100) === member) return text(tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}
