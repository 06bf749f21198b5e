/** The app's own sign: a floor plan with one room lit. Same drawing as the app icons. */
export function BrandMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="#4a4fb5" />
      <path d="M7 7h18v18H7z" fill="none" stroke="#fff" strokeWidth="2" strokeLinejoin="round" />
      <path
        d="M7 15h8V7M15 15v4m0 6v-2M25 17h-6"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path d="M19 17h6v8h-6z" fill="#ffd166" />
    </svg>
  );
}
