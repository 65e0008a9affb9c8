import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The scripts and notebooks below folders, by name; with `limit`, so many of them, evenly chosen. */
export function sourceFiles(folders: readonly string[], limit?: number): string[] {
  const files = folders.flatMap((folder) =>
    statSync(folder).isDirectory()
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.(?:py|ipynb)$/i.test(name))
          .map((name) => path.join(folder, name))
          .filter((file) => statSync(file).isFile())
          .sort()
      : [folder],
  );
  if (limit === undefined || limit >= files.length) return files;
  return Array.from({ length: limit }, (_, i) => files[Math.floor((i * files.length) / limit)] ?? '');
}
