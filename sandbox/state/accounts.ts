import type { Account } from "./model.js";
import { identify, type World } from "./world.js";

/** Makes a person or an organisation, or gives the one of that login. */
export function createAccount(world: World, login: string, type: "User" | "Organization"): Account {
  const known = world.accounts.get(login.toLowerCase());
  if (known !== undefined) return known;
  return remember(
    world,
    identify(world, type, { login, type, name: login, email: `${login}@users.noreply.sandbox.invalid` }),
  );
}

/** Makes the account that an App acts as. */
export function createBot(world: World, slug: string): Account {
  const login = `${slug}[bot]`;
  const email = `${login}@users.noreply.sandbox.invalid`;
  return remember(world, identify(world, "Bot", { login, type: "Bot", name: login, email }));
}

function remember(world: World, account: Account): Account {
  world.accounts.set(account.login.toLowerCase(), account);
  return account;
}
