/** The code that the lab's application has: Python on the server, JavaScript in the browser. */

export const TASK_SERVER = `from utils.helper import add_tax

def on_created(task):
    task.greeting = 'Welcome to the office'

def gross(task, amount):
    """Called by the client and by tests: 100 gives 119.0."""
    return add_tax(amount)
`;

export const TASK_CLIENT = `function on_page_loaded(task) {
	$("title").text(task.item_caption);
	$("#app-title").text(task.item_caption);
	$("#container").show();
	task.create_menu($("#menu"), $("#content"), { view_first: true });
}

function on_view_form_created(item) {
	var table = item.view_form.find(".view-table");
	if (table.length) {
		item.create_table(table);
		item.open(true);
	}
	item.view_form.find("#new-btn").on('click', function() { item.append_record(); });
}
`;

export const CUSTOMERS_SERVER = `def customer_count(item):
    customers = item.copy(handlers=False)
    customers.open(fields=['id'])
    return customers.record_count()

def describe(item, customer_id):
    customers = item.copy()
    customers.set_where(id=customer_id)
    customers.open()
    return '%s (%s)' % (customers.name.value, customers.country.display_text)
`;

export const CUSTOMERS_CLIENT = `function on_field_changed(field, lookup_item) {
	var item = field.owner;
	if (field.field_name === 'discount' && field.value > 50) {
		item.warning("That is a large discount.");
	}
}
`;

export const INVOICES_SERVER = `def totals(item):
    invoices = item.copy(handlers=False)
    invoices.open(fields=['id', 'total'])
    result = 0
    for invoice in invoices:
        result += invoice.total.value or 0
    return result
`;

export const HELPER = `# Shared by the server modules.

TAX = 0.19


def add_tax(amount):
    return round(amount * (1 + TAX), 2)
`;
