import { BlockList, isIP } from "node:net";

/** Is the text an address, or a network such as `192.0.2.0/24` or `2001:db8::/32`? */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes("%")) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Is the address in one of these? IPv4 that comes as IPv6 is IPv4. */
export function isWithin(networks: readonly string[], address: string | undefined): boolean {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, "") ?? "";
  if (isIP(plain) === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", bits] = network.split("/");
    const type = isIP(base) === 4 ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(base, type);
    else list.addSubnet(base, Number(bits), type);
  }
  return list.check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6");
}
