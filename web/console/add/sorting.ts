/** What of a drop goes how: loose pictures one product at a time, tables by themselves, folders as they are. */
export interface Given {
  file: File;
  /** Folders above it within what was dropped, separated by `/`; empty: none. */
  folder: string;
}

/** What the server reads as a folder: pictures, and tables that may name them. */
export interface Folder {
  name: string;
  /** By where each file lies in the folder. A file that is neither picture nor table goes as its name alone. */
  files: Map<string, File>;
}

export interface Sorted {
  /** Loose pictures, those of one product together. */
  parcels: File[][];
  feeds: File[];
  folders: Folder[];
  /** Names of loose files that are neither picture nor feed. */
  others: string[];
}

const PICTURE = /\.(jpe?g|jpe|png|webp|hei[cf]|avif|gif|bmp)$/i;
const FEED = /\.(csv|tsv)$/i;
const MORE = /__\d{1,3}$/;
const ROLE =
  /[\s_-]+(front|back|rear|worn|model|onmodel|lookbook|details?|closeup)$|[\s_-]*(正面|主图|背面|上身|模特|细节)$/i;

/** The product that a loose file's name is of. */
export function productOf(name: string): string {
  const stem = name
    .replace(/\.[^.]*$/, '')
    .trim()
    .replace(MORE, '');
  return stem.replace(ROLE, '') || stem;
}

/** Files by how they are sent; loose pictures with a table beside them are a folder without a name. */
export function sorted(given: readonly Given[]): Sorted {
  const seen = [...given]
    .filter(({ file, folder }) => !`/${folder}/${file.name}`.includes('/.'))
    .sort((a, b) => order(a, b));
  const loose = seen.filter(({ folder }) => !folder).map(({ file }) => file);
  const pictures = loose.filter(isPicture);
  const feeds = loose.filter(({ name }) => FEED.test(name));
  const folders = new Map<string, Folder>();
  const into = (name: string, path: string, file: File) => {
    const folder = folders.get(name) ?? { name, files: new Map() };
    folder.files.set(path, isPicture(file) || FEED.test(file.name) ? file : new File([], file.name));
    folders.set(name, folder);
  };
  for (const { file, folder } of seen.filter(({ folder }) => folder)) {
    const [top = '', ...below] = folder.split('/');
    into(top, [...below, file.name].join('/'), file);
  }
  const together = feeds.length > 0 && pictures.length > 0;
  if (together) for (const file of loose) into('', file.name, file);
  const parcels = new Map<string, File[]>();
  for (const file of together ? [] : pictures) {
    const key = productOf(file.name);
    parcels.set(key, [...(parcels.get(key) ?? []), file]);
  }
  return {
    parcels: [...parcels.values()],
    feeds: together ? [] : feeds,
    folders: [...folders.values()],
    others: together ? [] : loose.filter((file) => !isPicture(file) && !FEED.test(file.name)).map(({ name }) => name),
  };
}

function isPicture(file: File): boolean {
  return PICTURE.test(file.name) || file.type.startsWith('image/');
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
