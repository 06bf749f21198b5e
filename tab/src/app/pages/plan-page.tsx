export default function PlanPage(_: Record<string, string>) {
  return null;
}
