import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { ClientContext } from "./deeds/client";
import { watchForCodes } from "./deeds/kept-code";
import { applyTheme } from "./deeds/theme";
import { makeClient } from "./state";
import "./styles/ground.css";

applyTheme();
watchForCodes();
const client = makeClient();
void client.start();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(
  <StrictMode>
    <ClientContext value={client}>
      <App />
    </ClientContext>
  </StrictMode>,
);
