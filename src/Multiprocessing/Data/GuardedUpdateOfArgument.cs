namespace Multiprocessing;

/// <summary>Changes a guarded value in place, with an argument. It runs while the value's lock is held, so it is to be short, and must not wait for other processes.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <typeparam name="TArgument">The argument's type.</typeparam>
/// <param name="value">The value, by reference. It is others' to see when this returns, and not at all when it throws.</param>
/// <param name="argument">What the caller of <c>Update</c> gave beside: so the delegate can be static, and allocates nothing.</param>
public delegate void GuardedUpdate<T, in TArgument>(ref T value, TArgument argument)
    where T : unmanaged;
