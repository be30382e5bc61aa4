import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `vite` alone serves the sources; the hub behind it is the one that `make run` starts.
const hub = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    // The hub's Content-Security-Policy has no `data:` for scripts and fonts.
    assetsInlineLimit: 0,
    // React changes seldom, the client often: in a file of its own it stays in browsers' caches.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: "react", test: /node_modules\/(react|react-dom|scheduler)\// }],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    // The hub takes writes from pages of its own origin only.
    proxy: {
      "/api": { target: hub, changeOrigin: true, headers: { origin: hub } },
      "/ws": { target: hub, changeOrigin: true, headers: { origin: hub }, ws: true },
    },
  },
});
