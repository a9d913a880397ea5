// Every cell has colors and every view measures text: who imports the screen gets what it is made of.
@_exported public import Display
