/** How money and times of a tree are shown. */
export interface TreeLook {
  readonly currency: string | undefined;
  readonly scale: number | undefined;
  readonly zone: string | undefined;
}
