import type { Group, Step } from './step.js';

/** Puts statements that share an anchor, directly or over others, into one group. */
export function groupsOf(steps: readonly Step[]): void {
  const parents = new Map<Step, Step>();
  const rootOf = (step: Step): Step => {
    let root = step;
    for (let parent = parents.get(root); parent; parent = parents.get(root)) root = parent;
    // The next look is shorter.
    for (let each = step; each !== root; ) {
      const parent = parents.get(each) as Step;
      parents.set(each, root);
      each = parent;
    }
    return root;
  };
  const firstWith = new Map<object | string, Step>();
  for (const step of steps) {
    for (const anchor of step.anchors) {
      const first = firstWith.get(anchor);
      if (!first) {
        firstWith.set(anchor, step);
        continue;
      }
      const [a, b] = [rootOf(first), rootOf(step)];
      if (a !== b) parents.set(b, a);
    }
  }
  const groups = new Map<Step, Group>();
  for (const step of steps) {
    const root = rootOf(step);
    const group = groups.get(root) ?? { size: 0, outdated: false };
    group.size += 1;
    groups.set(root, group);
    step.group = group;
  }
}
