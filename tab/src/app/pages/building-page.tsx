export default function BuildingPage(_: Record<string, string>) {
  return null;
}
