-- Opens the article, applies one fix and then all safe ones, and saves. The set-up is that of editors/README.md.
local function fail(what)
  io.stderr:write("neovim: " .. what .. "\n")
  for _, found in ipairs(vim.diagnostic.get(0)) do
    io.stderr:write(("  %d:%d %s %s\n"):format(found.lnum + 1, found.col, tostring(found.code), found.message))
  end
  io.stderr:write(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") .. "\n")
  vim.cmd("cquit 1")
end

local function wait(what, ready)
  if not vim.wait(60000, ready, 20) then
    fail("in vain waited for " .. what)
  end
end

local function found(count)
  wait(count .. " findings", function()
    return #vim.diagnostic.get(0) == count
  end)
end

local function says(words)
  wait("`" .. words .. "`", function()
    return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"):find(words, 1, true) ~= nil
  end)
end

-- Takes the action of this title when asked to choose.
local function choose(title)
  vim.ui.select = function(items, options, done)
    for _, item in ipairs(items) do
      if options.format_item(item) == title then
        return done(item)
      end
    end
    fail("no action is called " .. title)
  end
end

local function main()
  found(8)
  wait("the settings, which ask for British English", function()
    return vim.diagnostic.get(0)[1].message:find("writes `Mr Duval and Mr Roux`", 1, true) ~= nil
  end)
  local words = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    local line = vim.api.nvim_buf_get_lines(0, d.lnum, d.lnum + 1, false)[1]
    table.insert(words, line:sub(d.col + 1, d.end_col))
    if line:sub(d.col + 1, d.end_col) == "underlined" then
      vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
    end
  end
  table.sort(words)
  local marked = table.concat(words, "|")
  if marked ~= ",|,|,the|.|MM. Duval and Roux|a a|monday|underlined" then
    fail("the marked words are " .. marked)
  end

  choose("Write `added`")
  vim.lsp.buf.code_action()
  says("added her deputy")
  found(7)

  choose("Fix all safe issues in this article")
  vim.cmd("CopydeskFix")
  says("in the spring, the council")
  found(0)
  vim.cmd("silent write")
  vim.cmd("qall")
end

local good, message = pcall(main)
if not good then
  fail(tostring(message))
end
