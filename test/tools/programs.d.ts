export declare const programs: Readonly<
  Record<
    "oathtool" | "zbarimg" | "redis-server" | "postgres" | "etcd" | "chromium",
    { readonly package: string; readonly use: string }
  >
>;
export type Program = keyof typeof programs;
export declare function findProgram(program: Program): string | undefined;
export declare function programFolder(program: Program): string;
export declare function isInstalled(program: Program): boolean;
export declare function missingPrograms(): Program[];
export declare const inCi: boolean;
