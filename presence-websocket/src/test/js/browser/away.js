addEventListener("pageshow", () => setTimeout(() => history.back()));
