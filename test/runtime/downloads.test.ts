import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { type DownloadError, type DownloadProgress, download, hashOf } from '../../runtime/files/download.js';
import { UnpackError, unpack } from '../../runtime/files/unpack.js';
import { unzipped } from '../../runtime/files/zip.js';
import { eventsOf, layerscope } from './command.js';

/* What a run downloads, from a server of this test's own: whole, wrong, broken off, elsewhere, stopped. */

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'downloads-')));
const body = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251));
const sha256 = createHash('sha256').update(body).digest('hex');
const md5 = createHash('md5').update(body).digest('hex');

/** A tar of files (and of what stands for a link) as POSIX has it. */
function tar(entries: readonly { readonly name: string; readonly text?: string; readonly type?: string }[]): Buffer {
  const blocks = entries.flatMap(({ name, text = '', type = '0' }) => {
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write('0000644\0', 100);
    head.write(`${text.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write(' '.repeat(8), 148);
    head.write(type, 156);
    if (type === '2') head.write('/etc/passwd', 157);
    head.write('ustar\0', 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const data = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    data.write(text);
    return [head, data];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/good.bin': (response) => response.writeHead(200, { 'content-length': body.length }).end(body),
  '/unsaid.bin': (response) => response.end(body),
  '/moved.bin': (response) => response.writeHead(302, { location: '/good.bin' }).end(),
  '/away.bin': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/round.bin': (response) => response.writeHead(302, { location: '/round.bin' }).end(),
  '/broken.bin': (response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, 100_000), () => response.destroy());
  },
  '/table.csv?version=1': (response) => response.end('age,"name of it"\n31,Ann\n27,Bo\n'),
  '/numbers.txt': (response) => response.end('1 2\n3 4\n'),
  '/slow.bin': (response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, 100_000));
  },
  '/things.tar.gz': (response) =>
    response.end(
      gzipSync(
        tar([
          { name: 'things/', type: '5' },
          { name: 'things/a.txt', text: 'hello' },
        ]),
      ),
    ),
};
let origin = '';
const server = createServer((request, response) => {
  const answer = answers[request.url ?? ''];
  if (answer) answer(response);
  else response.writeHead(404).end('nothing');
});
before(
  () =>
    new Promise<void>((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        resolve();
      }),
    ),
);
after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const place = (name: string) => path.join(folder, name, 'file.bin');
const told: DownloadProgress[] = [];
const listener = { stopped: () => false, progress: (progress: DownloadProgress) => void told.push(progress) };

test('a file comes whole, with its hash, and is told of', async () => {
  const file = place('good');
  await download(
    { url: `${origin}/good.bin`, file, hash: { algorithm: 'sha256', value: sha256.toUpperCase() } },
    listener,
  );
  assert.deepEqual(readFileSync(file), body);
  assert.deepEqual(readdirSync(path.dirname(file)), ['file.bin']);
  assert.equal(told.at(-1)?.received, body.length);
  assert.equal(told.at(-1)?.total, body.length);
  assert.equal(await hashOf(file, 'md5'), md5);
});

test('redirects are followed, and a length need not be said', async () => {
  for (const name of ['moved', 'unsaid']) {
    const file = place(name);
    await download({ url: `${origin}/${name}.bin`, file, hash: { algorithm: 'md5', value: md5 } }, listener);
    assert.deepEqual(readFileSync(file), body);
  }
});

const failures: readonly (readonly [name: string, code: string, words: RegExp])[] = [
  ['missing', 'STATUS', /^404 -- Not Found$/],
  ['broken', 'CONNECTION', /^it broke off: \d+ of 300000 bytes came$/],
  ['away', 'CONNECTION', /scheme|URL/],
  ['round', 'CONNECTION', /redirect/],
];
for (const [name, code, words] of failures)
  test(`what goes wrong leaves nothing: ${name}`, async () => {
    const file = place(name);
    await assert.rejects(download({ url: `${origin}/${name}.bin`, file }, listener), (error: DownloadError) => {
      assert.equal(error.code, code, error.message);
      assert.match(error.message, words);
      return true;
    });
    assert.deepEqual(readdirSync(path.dirname(file)), []);
  });

test('a wrong hash leaves what was there before', async () => {
  const file = place('wrong');
  mkdirSync(path.dirname(file));
  writeFileSync(file, 'earlier');
  const wanted = { url: `${origin}/good.bin`, file, hash: { algorithm: 'sha256', value: '0'.repeat(64) } as const };
  await assert.rejects(download(wanted, listener), { code: 'HASH' });
  assert.equal(readFileSync(file, 'utf8'), 'earlier');
  assert.deepEqual(readdirSync(path.dirname(file)), ['file.bin']);
});

test('no other scheme is fetched, and a server that is not there is named', async () => {
  await assert.rejects(download({ url: 'file:///etc/passwd', file: place('scheme') }, listener), { code: 'ADDRESS' });
  await assert.rejects(download({ url: 'http://127.0.0.1:1/x', file: place('nobody') }, listener), {
    code: 'CONNECTION',
    message: /ECONNREFUSED|bad port/,
  });
});

test('a stop ends it at once, and silence after a while', async () => {
  const file = place('slow');
  let isStopped = false;
  const wanted = { url: `${origin}/slow.bin`, file };
  const stopping = {
    stopped: () => isStopped,
    progress: () => {
      isStopped = true;
    },
  };
  await assert.rejects(download(wanted, stopping), { code: 'STOPPED' });
  await assert.rejects(download(wanted, listener, 500), { code: 'CONNECTION', message: /said nothing/ });
  assert.deepEqual(readdirSync(path.dirname(file)), []);
});

function archive(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}
const skipped: string[] = [];
const unpacking = { skipped: (name: string) => void skipped.push(name), stopped: () => false };

test('archives are unpacked within their folder alone', async () => {
  const entries = [
    { name: 'a/b.txt', text: 'inside' },
    { name: '../out.txt', text: 'out' },
    { name: '/tmp/absolute.txt', text: 'out' },
    { name: 'a/../../out.txt', text: 'out' },
    { name: 'link', type: '2' },
    { name: 'long', text: `${'d/'.repeat(80)}name.txt\0`, type: 'L' },
    { name: 'cut', text: 'long' },
    { name: 'pax', text: '19 path=own/new.tx\n', type: 'x' },
    { name: 'cut', text: 'pax' },
  ];
  for (const [kind, bytes] of [
    ['tar', tar(entries)],
    ['gz', gzipSync(tar(entries))],
  ] as const) {
    skipped.length = 0;
    const into = path.join(folder, `unpacked-${kind}`);
    assert.equal(await unpack(archive(`all.${kind}`, bytes), into, ['tar', 'zip'], unpacking), true);
    assert.equal(readFileSync(path.join(into, 'a', 'b.txt'), 'utf8'), 'inside');
    assert.equal(readFileSync(path.join(into, 'd/'.repeat(80), 'name.txt'), 'utf8'), 'long');
    assert.equal(readFileSync(path.join(into, 'own/new.tx'), 'utf8'), 'pax');
    assert.equal(existsSync(path.join(folder, 'out.txt')), false);
    assert.deepEqual(skipped, ['../out.txt', '/tmp/absolute.txt', 'a/../../out.txt', 'link']);
  }
  const text = new TextEncoder();
  const zip = zipSync({
    'z/in.txt': text.encode('in'),
    '../out.txt': text.encode('out'),
    'c:\\out.txt': text.encode('out'),
  });
  skipped.length = 0;
  const into = path.join(folder, 'unpacked-zip');
  assert.equal(await unpack(archive('all.zip', zip), into, ['tar', 'zip'], unpacking), true);
  assert.equal(readFileSync(path.join(into, 'z', 'in.txt'), 'utf8'), 'in');
  assert.equal(skipped.length, 2);
  assert.equal(existsSync(path.join(folder, 'out.txt')), false);
});

test('folders and links of older archives have no bytes, whatever they say', async () => {
  const old = (name: string, type: string, size: number) => {
    const head = tar([{ name, type }]).subarray(0, 512);
    head.fill(0, 257, 263);
    head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return head;
  };
  const into = path.join(folder, 'older');
  const bytes = Buffer.concat([
    old('f/', '\0', 0),
    old('f/link', '1', 700),
    old('g', '5', 700),
    tar([{ name: 'f/a', text: 'in' }]),
  ]);
  assert.equal(await unpack(archive('older.tar', bytes), into, ['tar'], unpacking), true);
  assert.deepEqual(readdirSync(into, { recursive: true }).sort(), ['f', path.join('f', 'a'), 'g']);
  assert.equal(readFileSync(path.join(into, 'f', 'a'), 'utf8'), 'in');
});

test('a zip that claims more than such archives hold is refused before it is unpacked', async () => {
  const zip = zipSync({ a: new Uint8Array(100) });
  // The size unpacked, in the directory at the end.
  Buffer.from(zip.buffer).writeUInt32LE(1.5 * 2 ** 30, Buffer.from(zip).indexOf('PK\x01\x02') + 24);
  const into = path.join(folder, 'claims');
  await assert.rejects(unpack(archive('claims.zip', zip), into, ['zip'], unpacking), /far larger/);
  assert.equal(existsSync(into), false);
});

test('entries that lie over each other claim no more than a zip may hold', () => {
  const entries = Array.from({ length: 20 }, (_, at) => [`${at}.npy`, new Uint8Array(20_000)] as const);
  const zip = Buffer.from(zipSync(Object.fromEntries(entries), { level: 0 }));
  assert.equal(unzipped(zip).size, 20);
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 1)) {
    zip.writeUInt32LE(300_000, at + 20);
    zip.writeUInt32LE(300_000_000, at + 24);
  }
  assert.throws(() => unzipped(zip), { message: 'it claims more than 4 GiB unpacked' });
});

test('what is no whole archive leaves no folder', async () => {
  const into = path.join(folder, 'none');
  assert.equal(await unpack(archive('text.txt', Buffer.from('a'.repeat(600))), into, ['tar', 'zip'], unpacking), false);
  assert.equal(await unpack(archive('short.zip', zipSync({ a: body })), into, ['tar'], unpacking), false);
  // What gzip packed need be no tar, and may be nothing.
  for (const text of ['a,b\n'.repeat(400), ''])
    assert.equal(await unpack(archive('data.csv.gz', gzipSync(text)), into, ['tar'], unpacking), false);
  await assert.rejects(unpack(archive('a.tar.bz2', Buffer.from('BZh91AY')), into, ['tar'], unpacking), /bzip2/);
  const whole = gzipSync(tar([{ name: 'a', text: 'x'.repeat(5000) }]));
  await assert.rejects(unpack(archive('cut.gz', whole.subarray(0, 40)), into, ['tar'], unpacking), UnpackError);
  const bomb = tar([{ name: 'a' }]);
  bomb.write('77777777777\0', 124);
  const sum = bomb.subarray(0, 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  bomb.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  await assert.rejects(unpack(archive('bomb.tar', bomb), into, ['tar'], unpacking), /far larger/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('none')),
    [],
  );
});

const script = (lines: string) => {
  const own = mkdtempSync(path.join(folder, 'run-'));
  writeFileSync(path.join(own, 'program.py'), lines.replaceAll('ORIGIN', origin).replaceAll('SHA', sha256));
  return own;
};
const trained = async (own: string, ...more: string[]) => {
  const result = await layerscope(['train', 'program.py', '--json', '--engine', 'reference', ...more], {
    folder: own,
    environment: { KERAS_HOME: path.join(own, 'keras') },
  });
  return eventsOf(result.out);
};

test('a script gets a file once, and an archive unpacked', async () => {
  const own = script(`import keras, os
for i in range(2):
    path = keras.utils.get_file('good.bin', 'ORIGIN/good.bin', file_hash='SHA')
    print(os.path.basename(path), os.path.getsize(path))
folder = keras.utils.get_file(origin='ORIGIN/things.tar.gz', extract=True)
print(open(os.path.join(folder, 'things', 'a.txt')).read())
try:
    keras.utils.get_file('good.bin', 'ORIGIN/good.bin', file_hash='${'1'.repeat(64)}', force_download=True)
except ValueError as error:
    print('refused', error)
keras.utils.get_file('no.bin', 'ORIGIN/no.bin')
`);
  const events = await trained(own);
  const said = events.flatMap((event) => (event.event === 'print' ? [event.text] : [])).join('');
  assert.match(
    said,
    /^Downloading data from [^\n]*good\.bin\ngood\.bin 300000\ngood\.bin 300000\nDownloading[^\n]*\nhello\nDownloading[^\n]*\nrefused Incomplete or corrupted file detected\./,
  );
  const downloads = events.filter((event) => event.event === 'download');
  assert.deepEqual(
    downloads.map((event) => event.event === 'download' && [path.basename(event.file), event.received > 0, event.done]),
    [
      ['good.bin', true, true],
      ['things.tar.gz_archive', true, true],
    ],
  );
  const end = events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'failed');
  assert.match(end.message ?? '', /URL fetch failure on .*no\.bin: 404 -- Not Found\. .*by hand: curl/);
});

test('pandas, NumPy and urllib read addresses, without a word and anew each time', async () => {
  const own = script(`
import os
import urllib.error
import urllib.request
import numpy as np
import pandas as pd

print(pd.read_csv('ORIGIN/table.csv?version=1').to_dict('list'))
print(np.loadtxt('ORIGIN/numbers.txt').tolist())
path, _ = urllib.request.urlretrieve('ORIGIN/numbers.txt', 'kept.txt')
print(path, os.path.getsize('kept.txt'), urllib.request.urlopen('ORIGIN/numbers.txt').read())
try:
    pd.read_csv('ORIGIN/nothing.csv')
except urllib.error.HTTPError as error:
    print(str(error)[:24])
print(sorted(os.listdir('.')))
pd.read_csv('ORIGIN/nothing.csv')
`);
  const events = await trained(own);
  const said = events.flatMap((event) => (event.event === 'print' ? [event.text] : [])).join('');
  assert.equal(
    said,
    `{'age': [31, 27], 'name of it': ['Ann', 'Bo']}
[[1.0, 2.0], [3.0, 4.0]]
kept.txt 8 b'1 2\\n3 4\\n'
HTTP Error 404: Not Foun
['.layerscope', 'kept.txt', 'program.py']
`,
  );
  const end = events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'failed');
  assert.match(end.message ?? '', /HTTPError: HTTP Error 404: Not Found \(\S+nothing\.csv\)/);
});

test('a table of the web is not read where downloads are switched off', async () => {
  const own = script("import pandas as pd\npd.read_csv('ORIGIN/table.csv?version=1')\n");
  const end = (await trained(own, '--offline')).at(-1);
  assert.ok(end?.event === 'end' && end.status === 'failed');
  assert.match(end.message ?? '', /URLError: .*downloads are switched off .*--offline.*curl -L -O \S+table\.csv/);
});

test('downloads can be switched off', async () => {
  const own = script('import keras\nkeras.datasets.mnist.load_data()\n');
  const end = (await trained(own, '--offline')).at(-1);
  assert.ok(end?.event === 'end' && end.status === 'failed');
  assert.match(
    end.message ?? '',
    /mnist\.npz: downloads are switched off .*--offline.*-o \S+\/keras\/datasets\/mnist\.npz https:\S+\/mnist\.npz$/,
  );
  assert.equal(existsSync(path.join(own, 'keras')), false);
});
