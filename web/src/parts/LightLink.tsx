// A link within the console for places where there are many, as in tables: it follows nothing.

import { useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

interface Props {
  /** Where it leads, below the console's own address. */
  path: string;
  title?: string;
  className?: string | undefined;
  children: ReactNode;
}

export function LightLink({ path, children, ...looks }: Props) {
  const router = useRouter();
  const address = `${router.basepath}${path}`;
  const follow = (event: MouseEvent) => {
    const isForBrowser = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.button !== 0 || isForBrowser) return;
    event.preventDefault();
    router.history.push(address);
  };
  return (
    <a href={address} onClick={follow} {...looks}>
      {children}
    </a>
  );
}
