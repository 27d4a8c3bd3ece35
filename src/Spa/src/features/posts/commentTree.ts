import type { Comment } from '$/api/types';

export interface Branch {
  comment: Comment;
  replies: Branch[];
}

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
