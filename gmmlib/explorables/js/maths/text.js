/** A reader's own text inside our sentences. */

const LONGEST = 20;
/** Characters without a shape, and those that turn the direction of what follows them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * As much of a text as a sentence bears; what cannot be seen stands as �.
 * @param {string} text
 */
export function shortened(text) {
  // A character takes one or two units.
  const characters = [...text.slice(0, 2 * LONGEST + 2)];
  const start = characters.slice(0, LONGEST).join("").replace(UNSEEN, "\ufffd");
  return characters.length > LONGEST ? `${start}…` : start;
}
