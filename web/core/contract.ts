/** The server's words, as the page reads them. Texts for people come in the reader's language. */

import type { Language } from './i18n/index.js';

export type Category = 'tops' | 'bottoms' | 'dresses' | 'outerwear';

export interface Notice {
  code: string;
  text: string;
}

/** RFC 9457 problem details; `remedy` says what to do. */
export interface ProblemBody {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  remedy?: string;
}

export interface SessionBody {
  session: string;
  token: string;
  expires_at: string;
  refresh?: string;
}

export interface PhotoBody {
  id: string;
  width: number;
  height: number;
  warnings: Notice[];
  expires_at: string;
}

export interface GarmentBody {
  id: string;
  category: Category;
  width: number;
  height: number;
  warnings: Notice[];
  alt: string;
}

export interface DemoPerson {
  id: string;
  name: string;
  alt: string;
  url: string;
  width: number;
  height: number;
}

export interface DemoGarment extends DemoPerson {
  category: Category;
  /** What it costs, as the reader writes it. */
  price?: string;
  sizes?: readonly string[];
  /** Those that a picture can tell apart: the lines of its size chart. */
  fits?: readonly string[];
  /** The one of them that is worn unless another is chosen. */
  size?: string;
  /** Shown, and not offered for try-on. */
  plain?: boolean;
}

export interface ShopPicture {
  url: string;
  thumb: string;
  width: number;
  height: number;
}

/** A published product; `garment` is null where it cannot be tried on. */
export interface ShopProduct {
  id: string;
  external_id: string;
  garment: string | null;
  name: string;
  alt: string;
  price: string | null;
  currency: string | null;
  category: Category | null;
  sizes: string[];
  size_chart?: { rows: { size: string }[] } | null;
  /** The size that is worn unless another is chosen; null where another would not be drawn differently. */
  size?: string | null;
  pictures: ShopPicture[];
}

export interface ShopPage {
  items: ShopProduct[];
  next: string | null;
}

export interface DemoBody {
  people: DemoPerson[];
  garments: DemoGarment[];
  /** What the shop offers; the first is spoken where the browser names none of them. */
  languages?: readonly Language[];
}

/** One thing that the server verified on a result. */
export interface Check {
  name: string;
  passed: boolean;
  value: number;
  bar: number;
  text: string;
}

export interface ResultBody {
  url: string;
  thumb: string;
  width: number;
  height: number;
  alt: string;
  checks: Check[];
  warnings: Notice[];
  timings: Record<string, number>;
}

export type JobStatus = 'queued' | 'running' | 'done' | 'failed' | 'canceled';

export interface Job {
  id: string;
  status: JobStatus;
  stage: string | null;
  progress: number;
  created_at: string;
  person: string;
  garments: string[];
  /** The size that is worn, by garment, of products with a size chart. */
  sizes: Record<string, string>;
  /** The garments that go into the bottoms. */
  tucked: string[];
  error: ProblemBody | null;
  result: ResultBody | null;
}

export interface JobPage {
  items: Job[];
  next: string | null;
}

/** Whether nothing more will happen to the job. */
export function ended(job: Job): boolean {
  return job.status === 'done' || job.status === 'failed' || job.status === 'canceled';
}
