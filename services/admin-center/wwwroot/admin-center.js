// What the pages can't do without a script of their own.
window.adminCenter = {
  // Light or dark: as chosen here before, else as the system has it.
  isDark: () => {
    const kept = localStorage.getItem("optiid-dark");
    return kept === null ? matchMedia("(prefers-color-scheme: dark)").matches : kept === "true";
  },
  keepDark: (dark) => {
    localStorage.setItem("optiid-dark", String(dark));
    document.documentElement.classList.toggle("dark", dark);
  },
  // The server doesn't know the choice: what it draws first is light. Nothing of it is seen where it is to be dark (admin-center.css).
  settle: () => document.documentElement.classList.remove("unsettled"),
  // Without TLS browsers give no clipboard (but for this machine's own addresses): then the page says so.
  copy: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
  // Tells a page whether the top of its list is in sight.
  watchTop: (element, page) => {
    const observer = new IntersectionObserver((entries) =>
      page.invokeMethodAsync("SetAtTop", entries[entries.length - 1].isIntersecting).catch(() => observer.disconnect()));
    observer.observe(element);
  },
  // A search is kept in the address of its page; whoever has clicked on meanwhile is at another address already and stays there.
  keepInAddress: (address) => {
    if (new URL(address).pathname === location.pathname) {
      Blazor.navigateTo(address, { replaceHistoryEntry: true });
    }
  },
  toTop: () => scrollTo({ top: 0 }),
};

// Before anything is drawn.
if (window.adminCenter.isDark()) {
  document.documentElement.classList.add("dark", "unsettled");
}

// The page's moves are its own, so that an address with # doesn't move the focus: the skip link does it here.
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".skip")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    document.getElementById("content")?.focus();
  }
}, { capture: true });
