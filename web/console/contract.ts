/** The server's words on the console's side, as `vitrine/api/product_shapes.py` and `console/shapes.py` give them. */
import type { ProblemBody } from '../core/contract.js';
import type { Facts } from '../core/formats.js';

export type Role = 'viewer' | 'editor' | 'owner';
export type Verdict = 'yes' | 'limits' | 'no' | 'not-yet';
export type Mode = 'photo' | 'live' | 'make-up' | '3d' | 'ar' | 'vr';
export type Slot = 'tops' | 'bottoms' | 'dresses' | 'outerwear';
export type PictureRole = 'front' | 'back' | 'worn' | 'detail' | '';
export type Texts = Partial<Record<'en' | 'zh', string>>;
export type Point = readonly [number, number];

export interface Person {
  id: string;
  name: string;
  role: Role;
  created_at: string;
}

export interface SignedIn {
  account: Person;
  csrf: string;
  passkeys: number;
}

export interface Entrance {
  here: SignedIn | null;
  first: boolean;
  passkeys_work: boolean;
}

export interface Ceremony {
  challenge_id: string;
  options: Record<string, unknown>;
}

export interface Passkey {
  id: string;
  label: string;
  host: string;
  created_at: string;
  used_at: string | null;
}

export interface Key {
  id: string;
  role: 'merchant' | 'publishable';
  label: string;
  origins: string[];
  text: string | null;
  daily: number;
  daily_own: boolean;
  spent: number;
  staging: boolean;
  created_at: string;
  revoked_at: string | null;
  seen_at: string | null;
  seen_page: string | null;
}

export interface Keys {
  items: Key[];
  server: string;
}

export interface NewKey {
  key: Key;
  text: string;
  webhook_secret: string | null;
}

export interface KeyWish {
  role?: 'merchant' | 'publishable';
  origins: string[];
  label: string;
  daily: number | null;
  staging: boolean;
}

export interface Chosen {
  session_hours: number;
  visible_mark: 'auto' | 'on' | 'off';
  producer: string;
  moderation: 'conservative' | 'permissive';
  languages: ('zh' | 'en')[];
}

export interface Preferences {
  now: Chosen;
  bounds: Partial<Chosen>;
}

export interface Work {
  id: string;
  kind: string;
  status: 'queued' | 'running' | 'done' | 'failed' | 'canceled';
  stage: string;
  progress: number;
  garments: string[];
  created_at: string;
  seconds: number | null;
  warnings: string[];
  failed_checks: string[];
  error: ProblemBody | null;
}

export interface Works {
  items: Work[];
  counts: Partial<Record<Work['status'], number>>;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Reason {
  code: string;
  mode: Mode;
  weighs: Verdict;
  text: string;
  remedy: string;
  box: Box | null;
}

export interface Decision {
  rule: string;
  modes: Partial<Record<Mode, Verdict>>;
  reasons: Reason[];
  overrule: { verdict: 'yes' | 'no'; note: string; by: string; at: string } | null;
}

export interface Picture {
  id: string;
  role: PictureRole;
  source: string;
  state: 'waiting' | 'ready' | 'failed';
  width: number;
  height: number;
  url: string | null;
  thumb: string | null;
  facts: Partial<Facts> | null;
  mended: string[];
  error: ProblemBody | null;
}

export interface SizeRow {
  size: string;
  labels: Partial<Record<'CN' | 'EU' | 'US' | 'UK', string>>;
  cm: Record<string, number>;
}

export interface Product {
  id: string;
  external_id: string;
  source: string;
  title: Texts;
  price: string | null;
  currency: string | null;
  category: Slot | null;
  colour: string | null;
  family: string | null;
  sizes: string[];
  url: string | null;
  size_chart: { rows: SizeRow[] } | null;
  published: boolean;
  state: 'waiting' | 'working' | 'ready';
  verdict: Verdict | null;
  decision: Decision | null;
  chosen: string | null;
  chosen_by: 'rule' | 'merchant';
  drag: number | null;
  pictures: Picture[];
  created_at: string;
  updated_at: string;
}

export interface ProductPage {
  items: Product[];
  next: string | null;
  total: number;
}

export interface Import {
  id: string;
  name: string;
  state: 'reading' | 'working' | 'done' | 'canceled' | 'failed';
  rows: number;
  done: number;
  added: number;
  updated: number;
  unchanged: number;
  failed: { row: string; reason: string; code: string; remedy: string }[];
  failures: number;
  verdicts: Partial<Record<Verdict, number>>;
  /** Decisions that became other ones. */
  changes: { product: string; external_id: string; before: Verdict; after: Verdict }[];
  error: ProblemBody | null;
  created_at: string;
  finished_at: string | null;
}

/** What was read from a picture: landmarks in its pixels, and where photo and mask can be fetched. */
export interface GarmentRead {
  width: number;
  height: number;
  category: Slot;
  landmarks: Record<string, Point>;
  /** As they were found, before a hand mended any. */
  found: Record<string, Point>;
  confidence: number;
  mended: string[];
  photo: string;
  mask: string;
}
