export const keyv6Folder: string;
export const node24: string;
export function hasKeyv6(): boolean;
export function installKeyv6(): void;
