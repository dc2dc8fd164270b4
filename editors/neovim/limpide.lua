-- Starts `limpide lsp` for the pages, the registries and the settings of a site. To be read from init.lua:
--   dofile("/path/to/limpide.lua")
local command = { "limpide", "lsp" }

if vim.lsp.config then
  -- Neovim 0.11 and later.
  vim.lsp.config("limpide", {
    cmd = command,
    filetypes = { "markdown", "yaml", "toml" },
    root_markers = { "site.toml" },
    -- Not for each Markdown file of the computer: for those of a site.
    workspace_required = true,
  })
  vim.lsp.enable("limpide")
  return
end

-- Neovim 0.7 to 0.10: one server for each site.
local servers = {}

local function start(event)
  local found = vim.fn.findfile("site.toml", vim.fn.fnamemodify(event.file, ":p:h") .. ";")
  if found == "" then
    return
  end
  local root = vim.fn.fnamemodify(found, ":p:h")
  if not servers[root] or vim.lsp.client_is_stopped(servers[root]) then
    servers[root] = vim.lsp.start_client({
      name = "limpide",
      cmd = command,
      root_dir = root,
      workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
      on_attach = function(_, buffer)
        -- CTRL-X CTRL-O completes.
        vim.bo[buffer].omnifunc = "v:lua.vim.lsp.omnifunc"
        local map = function(keys, does)
          vim.keymap.set("n", keys, does, { buffer = buffer })
        end
        map("K", vim.lsp.buf.hover)
        map("gd", vim.lsp.buf.definition)
        map("gr", vim.lsp.buf.references)
        map("<leader>ca", vim.lsp.buf.code_action)
      end,
    })
  end
  if servers[root] then
    vim.lsp.buf_attach_client(event.buf, servers[root])
  end
end

vim.api.nvim_create_autocmd("FileType", { pattern = { "markdown", "yaml", "toml" }, callback = start })
