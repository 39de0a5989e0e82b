/** `lastStep`: the newest time step that was accepted. It is never accepted again, nor an older one. */
export type Own = { readonly secret: string; readonly lastStep: number };

export const digits = 6;
