/** Which product a dropped file is of: the same reading of names as `vitrine product add FOLDER` has. */
export interface Given {
  file: File;
  /** Folders above it within what was dropped, separated by `/`; empty: none. */
  folder: string;
}

export interface Parcel {
  /** The product's number where a folder gives it; null: the server reads it from the first file's name. */
  number: string | null;
  files: File[];
}

export interface Sorted {
  parcels: Parcel[];
  feeds: File[];
  /** Names of what is neither a picture nor a feed. */
  others: string[];
}

const PICTURE = /\.(jpe?g|jpe|png|webp|hei[cf]|avif|gif|bmp)$/i;
const FEED = /\.(csv|tsv)$/i;
const MORE = /__\d{1,3}$/;
const ROLE =
  /[\s_-]+(front|back|rear|worn|model|onmodel|lookbook|details?|closeup)$|[\s_-]*(正面|主图|背面|上身|模特|细节)$/i;

/** The product that a file's name is of. */
export function productOf(name: string): string {
  const stem = name
    .replace(/\.[^.]*$/, '')
    .trim()
    .replace(MORE, '');
  return stem.replace(ROLE, '') || stem;
}

/** Files by product: pictures in a folder of a dropped folder are that folder's product, others their name's. */
export function sorted(given: readonly Given[]): Sorted {
  const parcels = new Map<string, Parcel>();
  const feeds: File[] = [];
  const others: string[] = [];
  for (const { file, folder } of [...given].sort((a, b) => order(a, b))) {
    if (file.name.startsWith('.')) continue;
    if (FEED.test(file.name)) feeds.push(file);
    else if (!PICTURE.test(file.name) && !file.type.startsWith('image/')) others.push(file.name);
    else {
      const own = folder.split('/')[1] ?? null;
      const key = own ?? productOf(file.name);
      const parcel = parcels.get(key) ?? { number: own, files: [] };
      parcel.files.push(file);
      parcels.set(key, parcel);
    }
  }
  return { parcels: [...parcels.values()], feeds, others };
}

function order(a: Given, b: Given): number {
  return `${a.folder}/${a.file.name}`.localeCompare(`${b.folder}/${b.file.name}`, 'en', { numeric: true });
}

/** Every file of a drop, folders opened. */
export async function dropped(transfer: DataTransfer): Promise<Given[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.every((entry) => entry === null)) return [...transfer.files].map((file) => ({ file, folder: '' }));
  const found: Given[] = [];
  for (const entry of entries) if (entry) await open(entry, '', found);
  return found;
}

/** Every file of a chosen folder. */
export function chosen(files: Iterable<File>): Given[] {
  return [...files].map((file) => ({ file, folder: file.webkitRelativePath.split('/').slice(0, -1).join('/') }));
}

let waiting: Given[] = [];

/** Keep files that were dropped elsewhere in the console for the page that adds them. */
export function bring(given: Given[]): void {
  waiting = given;
}

/** What was brought; this once. */
export function brought(): Given[] {
  const given = waiting;
  waiting = [];
  return given;
}

async function open(entry: FileSystemEntry, folder: string, found: Given[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((keep, fail) => (entry as FileSystemFileEntry).file(keep, fail));
    found.push({ file, folder });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside = folder ? `${folder}/${entry.name}` : entry.name;
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((keep, fail) => reader.readEntries(keep, fail));
    if (some.length === 0) return;
    for (const one of some) await open(one, inside, found);
  }
}
