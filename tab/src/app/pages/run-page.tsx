export default function RunPage(_: Record<string, string>) {
  return null;
}
