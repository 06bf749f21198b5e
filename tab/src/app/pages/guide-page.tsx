export default function GuidePage(_: Record<string, string>) {
  return null;
}
