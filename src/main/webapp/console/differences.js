/** What two JSON values differ in, as a tree. */

import { isTree } from './json.js';

/**
 * A node: {name, kind, left, right} for a leaf, {name, kind, children, differences} for a branch. A kind is same,
 * changed, left (only there) or right.
 */
export function compareTrees(name, left, right) {
  if (isTree(left) && isTree(right) && Array.isArray(left) === Array.isArray(right)) return branch(name, left, right);
  if (isTree(left) && right === undefined) return branch(name, left, Array.isArray(left) ? [] : {}, 'left');
  if (isTree(right) && left === undefined) return branch(name, Array.isArray(right) ? [] : {}, right, 'right');
  return { name, kind: kindOf(left, right), left, right };
}

function branch(name, left, right, kind) {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const children = names.map((member) => compareTrees(member, left[member], right[member]));
  const inside = children.reduce((sum, child) => sum + (child.differences ?? (child.kind === 'same' ? 0 : 1)), 0);
  // A branch that one side lacks differs, though there be nothing in it.
  const differences = kind && inside === 0 ? 1 : inside;
  return { name, kind: kind ?? (differences > 0 ? 'changed' : 'same'), children, differences };
}

function kindOf(left, right) {
  if (left === undefined) return 'right';
  if (right === undefined) return 'left';
  return JSON.stringify(left) === JSON.stringify(right) ? 'same' : 'changed';
}
