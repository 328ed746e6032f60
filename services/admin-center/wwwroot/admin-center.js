// What the pages can't do without a script of their own.
window.adminCenter = {
  // Light or dark: as chosen here before, else as the system has it.
  isDark: () => {
    const kept = localStorage.getItem("optiid-dark");
    return kept === null ? matchMedia("(prefers-color-scheme: dark)").matches : kept === "true";
  },
  keepDark: (dark) => localStorage.setItem("optiid-dark", String(dark)),
  copy: (text) => navigator.clipboard.writeText(text),
};
