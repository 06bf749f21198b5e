export default function ComparePage(_: Record<string, string>) {
  return null;
}
