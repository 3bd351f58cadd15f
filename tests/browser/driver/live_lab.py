"""The live course in a real Chromium: for the browser tests and the benchmarks."""

import nbformat

MINUTES = 60_000  # Playwright's milliseconds: a busy machine is slow, not wrong
APP = "window.jupyterapp?.shell?.currentWidget"


def open_notebook(page, address, name):
    """Open a notebook and wait until it shows; its Python may still be starting."""
    page.goto(f"{address}/live/lab/index.html?path={name}")
    page.wait_for_function(f"{APP}?.context?.path === '{name}' && {APP}.context.isReady", timeout=5 * MINUTES)
    page.wait_for_function(f"{APP}?.sessionContext?.session?.kernel", timeout=5 * MINUTES)


def open_scratch(page, address):
    """Open a new notebook of one empty cell, for ``run_cell``."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("")])
    notebook.metadata.kernelspec = {"name": "python", "display_name": "Python", "language": "python"}
    page.goto(f"{address}/live/lab/index.html")
    page.wait_for_function("window.jupyterapp?.serviceManager?.isReady", timeout=5 * MINUTES)
    page.evaluate(
        """(content) => jupyterapp.serviceManager.contents.save(
          "try.ipynb", { type: "notebook", format: "json", content }
        )""",
        notebook,
    )
    open_notebook(page, address, "try.ipynb")


def run_all(page):
    """Run every cell and wait for the last one. What was stored is cleared, or it might be taken for an answer."""
    page.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    # The kernel does one thing after the other: what is asked behind the last cell is answered behind it.
    assert ask(page, "print(1)") == "1"


def ask(page, code):
    """Run ``code`` in the notebook's kernel, beside its cells, and give what it prints."""
    return page.evaluate(
        f"""async (code) => {{
          const asked = {APP}.sessionContext.session.kernel.requestExecute({{ code, store_history: false }});
          let printed = "";
          asked.onIOPub = ({{ header, content }}) => {{
            if (header.msg_type === "stream") printed += content.text;
            if (header.msg_type === "error") printed += content.traceback.join("\\n");
          }};
          await asked.done;
          return printed.trim();
        }}""",
        code,
    )


def run_cell(page, code, wait=True):
    """Put ``code`` into the first cell and run it, as a reader does; with ``wait``, to its end."""
    page.evaluate(
        f"""async ([code, wait]) => {{
          const {{ content }} = {APP};
          content.activeCellIndex = 0;
          content.activeCell.model.sharedModel.setSource(code);
          const run = jupyterapp.commands.execute("notebook:run-cell");
          if (wait) await run;
        }}""",
        [code, wait],
    )


def notebook_of(page):
    """The notebook as the page has it now, outputs and all."""
    return page.evaluate(f"() => {APP}.content.model.toJSON()")
