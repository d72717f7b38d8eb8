"""What a sheet is: which dataset, which column, which rows are data, what day it speaks of."""
