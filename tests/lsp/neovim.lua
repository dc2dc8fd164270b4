-- Neovim, as somebody who writes uses it: a page is opened, what is found is shown, a fix is chosen, a link is
-- completed, a page is renamed. Run by tests/lsp/neovim.rs; says « done » or what went wrong, and ends.
local binary, root = vim.env.LIMPIDE_BINARY, vim.env.LIMPIDE_SITE

local function finish(said)
  io.stdout:write(said .. "\n")
  vim.cmd(said == "done" and "qall!" or "cquit!")
end

local function check(holds, what)
  if not holds then
    error(what, 2)
  end
end

-- Waits for something to hold; the time only bounds a failure.
local function wait(holds, what)
  check(vim.wait(100000, holds, 20), "waited in vain: " .. what)
end

local function run()
  vim.o.swapfile = false
  vim.cmd("edit " .. root .. "/content/a.md")
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({
    name = "limpide",
    cmd = { binary, "lsp", "--lang", "en", "--today", "2026-11-23" },
    root_dir = root,
  })
  check(client, "the server starts")
  check(vim.lsp.buf_attach_client(buffer, client), "the server serves the page")

  local function found(rule)
    for _, one in ipairs(vim.diagnostic.get(buffer)) do
      if one.code == rule then
        return one
      end
    end
  end
  local function lines()
    return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  end

  -- Open: what is found stands under the very words, after an accent and an emoji.
  wait(function() return found("links/broken-internal") end, "what is found when the page is opened")
  local broken = found("links/broken-internal")
  local text = lines()[broken.lnum + 1]
  check(text:sub(broken.col + 1, broken.end_col) == "nulle.md", "the place of the link: " .. broken.col)

  -- Edit: what was typed mends it.
  vim.api.nvim_buf_set_text(buffer, broken.lnum, broken.col, broken.lnum, broken.end_col, { "b.md" })
  wait(function() return not found("links/broken-internal") end, "what is found once it is mended")

  -- Fix: the quick fix that the editor offers, made by the editor.
  local rule = "typography/space-before-comma"
  wait(function() return found(rule) end, "the space before the comma")
  local comma = found(rule)
  local there = { line = comma.lnum, character = 0 }
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    range = { start = there, ["end"] = { line = comma.lnum, character = 200 } },
    context = { diagnostics = {}, only = { "quickfix" } },
  }
  local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 100000)
  local fixed = false
  for _, action in ipairs(answers[client].result) do
    if action.isPreferred and not fixed then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      fixed = true
    end
  end
  check(fixed, "a quick fix is offered")
  check(lines()[comma.lnum + 1] == "Payez 😀 ici, payez.", "the fix: " .. lines()[comma.lnum + 1])
  wait(function() return not found(rule) end, "what is found once it is fixed")

  -- Complete: the pages of the site, inside a link.
  local last = #lines()
  vim.api.nvim_buf_set_lines(buffer, last, last, false, { "", "Été 😀 : [suite](" })
  local at = { line = last + 1 }
  local typed = lines()[last + 2]
  local _, units = vim.str_utfindex(typed)
  at.character = units
  params = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = at }
  answers = vim.lsp.buf_request_sync(buffer, "textDocument/completion", params, 100000)
  local items = answers[client].result.items or answers[client].result
  local completed = false
  for _, item in ipairs(items) do
    if item.textEdit and item.textEdit.newText:match("^b%.md") and not completed then
      vim.lsp.util.apply_text_edits({ item.textEdit }, buffer, "utf-16")
      completed = true
    end
  end
  check(completed, "the page is among what may be typed: " .. vim.inspect(items):sub(1, 400))
  check(lines()[last + 2]:match("^Été 😀 : %[suite%]%(b%.md"), "the completion: " .. lines()[last + 2])

  -- Rename: the edits are made by the editor, in a file that is open and in one that is not.
  local old, new = vim.uri_from_fname(root .. "/content/b.md"), vim.uri_from_fname(root .. "/content/c.md")
  params = { files = { { oldUri = old, newUri = new } } }
  answers = vim.lsp.buf_request_sync(buffer, "workspace/willRenameFiles", params, 100000)
  vim.lsp.util.apply_workspace_edit(answers[client].result, "utf-16")
  check(table.concat(lines(), "\n"):match("lisez %[la suite%]%(c%.md%)"), "the link to the page that is renamed")
  local renamed = vim.fn.bufadd(root .. "/content/b.md")
  vim.fn.bufload(renamed)
  local page = table.concat(vim.api.nvim_buf_get_lines(renamed, 0, -1, false), "\n")
  check(page:match("aliases:\n  %- /b/"), "the earlier address of the page: " .. page)

  vim.lsp.stop_client(client)
  wait(function() return vim.lsp.client_is_stopped(client) end, "the end of the server")
end

local ok, why = pcall(run)
finish(ok and "done" or tostring(why))
