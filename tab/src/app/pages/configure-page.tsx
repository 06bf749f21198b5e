export default function ConfigurePage(_: Record<string, string>) {
  return null;
}
