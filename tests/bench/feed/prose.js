// Made-up people and what they say: the same for the same number.

export const AUTHORS = 40;
const WORDS = 'so what a show tonight I cannot believe it they play that song again who else is here from far away'.split(' ');

/** One to thirty words. */
export function prose(seed) {
  const length = 1 + ((seed * 2_654_435_761) >>> 16) % 30;
  return Array.from({ length }, (_, index) => WORDS[(seed + index * 7) % WORDS.length]).join(' ');
}

/** Eight digits, so that ids sort as they were made. */
export const number = (value) => String(value).padStart(8, '0');
