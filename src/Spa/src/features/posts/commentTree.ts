import type { Comment } from '$/api/types';

export interface Branch {
  comment: Comment;
  replies: Branch[];
}

/** How many answers are below it, and below those. */
export const countBelow = ({ replies }: Branch): number =>
  replies.reduce((count, reply) => count + 1 + countBelow(reply), 0);

/** Whether a comment is somewhere below it. */
export const isBelow = (id: string, { replies }: Branch): boolean =>
  replies.some((reply) => reply.comment.id === id || isBelow(id, reply));

/** Comments by their parents, in the order given. One whose parent isn't loaded stands on its own. */
export function treeOf(comments: Comment[]): Branch[] {
  const branches = new Map(comments.map((comment) => [comment.id, { comment, replies: [] as Branch[] }]));
  const roots: Branch[] = [];
  for (const branch of branches.values()) {
    const parent = branch.comment.parentId === null ? undefined : branches.get(branch.comment.parentId);
    (parent?.replies ?? roots).push(branch);
  }
  return roots;
}
